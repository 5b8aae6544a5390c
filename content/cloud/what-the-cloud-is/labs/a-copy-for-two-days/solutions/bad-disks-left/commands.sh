IDS=$(aws ec2 describe-instances --filters Name=tag:Name,Values=copy --query "Reservations[].Instances[].InstanceId" --output text)
aws ec2 terminate-instances --instance-ids $IDS
aws ec2 wait instance-terminated --instance-ids $IDS
aws ec2 release-address --allocation-id $(aws ec2 describe-addresses --query "Addresses[0].AllocationId" --output text)
