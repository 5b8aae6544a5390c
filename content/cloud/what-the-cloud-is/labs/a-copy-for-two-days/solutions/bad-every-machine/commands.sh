aws ec2 terminate-instances --instance-ids $(aws ec2 describe-instances --query "Reservations[].Instances[].InstanceId" --output text)
sleep 5m
aws ec2 delete-volume --volume-id $(aws ec2 describe-volumes --filters Name=tag:Name,Values=copy-data --query "Volumes[0].VolumeId" --output text)
aws ec2 delete-volume --volume-id $(aws ec2 describe-volumes --filters Name=tag:Name,Values=copy-data --query "Volumes[0].VolumeId" --output text)
aws ec2 release-address --allocation-id $(aws ec2 describe-addresses --query "Addresses[0].AllocationId" --output text)
