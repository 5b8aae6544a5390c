aws ec2 disassociate-address --association-id $(aws ec2 describe-addresses --query 'Addresses[0].AssociationId' --output text)
aws ec2 release-address --allocation-id $(aws ec2 describe-addresses --query "Addresses[0].AllocationId" --output text)
FIRST=$(aws ec2 describe-volumes --filters Name=tag:Name,Values=copy-data --query 'Volumes[0].VolumeId' --output text)
SECOND=$(aws ec2 describe-volumes --filters Name=tag:Name,Values=copy-data --query 'Volumes[1].VolumeId' --output text)
aws ec2 delete-volume --volume-id $FIRST || echo "It is still attached."
aws ec2 stop-instances --instance-ids $(aws ec2 describe-instances --filters Name=tag:Name,Values=copy --query 'Reservations[].Instances[].InstanceId' --output text)
sleep 5m
aws ec2 detach-volume --volume-id $FIRST && aws ec2 detach-volume --volume-id $SECOND
aws ec2 wait volume-available --volume-ids $FIRST $SECOND
aws ec2 delete-volume --volume-id $FIRST && aws ec2 delete-volume --volume-id $SECOND
aws ec2 terminate-instances --instance-ids $(aws ec2 describe-instances --filters Name=tag:Name,Values=copy --query 'Reservations[].Instances[].InstanceId' --output text)
